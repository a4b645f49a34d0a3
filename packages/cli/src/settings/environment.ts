export type Environment = Readonly<Record<string, string | undefined>>;

/** The variables of this process. Nothing else reads them. */
export function readEnvironment(): Environment {
  return process.env;
}
