import { Forecast } from "./plan/forecast.ts";
import type { SweepPlan } from "./sweep_plan.ts";

/** What a sweep's runs will take, by what those took that are done. */
export function forecastOf(
  { jobs, done, data, options: { device, population } }: Pick<
    SweepPlan,
    "jobs" | "done" | "data" | "options"
  >,
): Forecast {
  const forecast = new Forecast(data, device === "gpu" ? { slots: population } : {});
  const configurations = new Map(jobs.map(({ run, configuration }) => [run, configuration]));
  for (const record of done) forecast.learn(configurations.get(record.run)!, record);
  return forecast;
}
