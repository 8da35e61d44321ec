/** The files of a figure: a path with their endings. */
export function figurePaths(path: string) {
  return { svg: `${path}.svg`, png: `${path}.png`, specification: `${path}.vl.json` };
}
