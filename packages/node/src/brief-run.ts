/**
 * For a program that reads much and ends within the second: from now on V8 leaves code as it first compiled it. Else it
 * spends a quarter of the program's time on making fast what then ends. The module is loaded here: it brings streams along.
 */
export async function runBriefly(): Promise<void> {
  const { setFlagsFromString } = await import('node:v8');
  setFlagsFromString('--no-opt');
}
