import type { KeyForecast } from '@quietport/core';

/** What a look may try, in a sentence, before it starts. */
export function forecastText({ names, perDevice, tries, devices, open }: KeyForecast): string {
  const keys = names.length <= FEW ? names.join(', ') : `${names.length} sets of credentials`;
  const all = open
    ? 'for each that is heard on these segments'
    : `${tries} in all at ${devices} ${devices === 1 ? 'address' : 'addresses'}`;
  return `keys not yet known to work may be shown (${keys}): at most ${perDevice} to a device in an hour, ${all}`;
}

const FEW = 5;
