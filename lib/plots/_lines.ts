import { COLORS, inOrder, labelOf } from "./theme.ts";

/** Shapes beside colours: lines stay apart in a grey print. */
export const SHAPES = [
  "circle",
  "square",
  "triangle-up",
  "diamond",
  "cross",
  "triangle-down",
  "stroke",
];

/** Colour and shape of each model, with one legend for both. */
export function modelChannels(names: Iterable<string>) {
  const domain = inOrder(names).map(labelOf);
  const channel = (range: readonly string[]) => ({
    field: "model",
    type: "nominal",
    scale: { domain, range: domain.map((_, i) => range[i % range.length]) },
    legend: { title: "Model", orient: "bottom", symbolSize: 60, symbolOpacity: 1 },
  });
  return { color: channel(COLORS.categories), shape: channel(SHAPES) };
}

/** Latent sizes along a logarithmic axis, a tick at each. */
export function sizeAxis(sizes: Iterable<number>) {
  const values = [...new Set(sizes)].sort((a, b) => a - b);
  const room = Math.max(1.15, (values.at(-1)! / values[0]!) ** 0.06);
  return {
    field: "latent_size",
    type: "quantitative",
    title: "Latent size (log scale)",
    scale: { type: "log", domain: [values[0]! / room, values.at(-1)! * room], nice: false },
    axis: { values, format: "d", grid: false, labelOverlap: true },
  };
}
