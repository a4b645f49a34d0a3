import { describe, expect, test } from 'vitest';
import { formatHex } from '../../packages/core/src/bytes/hex.ts';
import { encodeText } from '../../packages/core/src/bytes/text.ts';
import { identified, recordings } from './snmp-served.ts';

const corpus = recordings();
const textOf = (file: string) => corpus.find((one) => one.file === file)!.text;

/** What the conversation hears where the recorded card has its context, and where it lost it. */
function heard(card: string) {
  const inside = { Jetdirect: textOf(`${card}@Jetdirect.snmprec`) };
  const values = (contexts: Readonly<Record<string, string>>) =>
    identified(textOf(`${card}.snmprec`), {}, contexts).told.flatMap(({ claims }) =>
      claims.flatMap((claim) => {
        if (claim.is === 'fact')
          return [`${claim.fact} ${claim.value} by ${claim.path.replace(/^varbind\[\d+\]\./, '')}`];
        return claim.is === 'supply' ? [`supply ${claim.name} ${JSON.stringify(claim.level)}`] : [];
      }),
    );
  return { within: values(inside), without: values({}) };
}

describe('HP cards of the corpus that keep part of themselves in the context Jetdirect', () => {
  test('the device ID is read there', () => {
    const { within, without } = heard('jetdirect_context');
    const byDeviceId = ['model HP Color LaserJet M452nw by hp-device-id', 'kind printer by hp-device-id'];
    expect(within).toEqual(expect.arrayContaining(byDeviceId));
    expect(without.filter((text) => text.endsWith('hp-device-id'))).toEqual([]);
  });

  test('the supplies are read there', () => {
    const { within, without } = heard('jetdirect_supplies_context');
    const supplies = within.filter((text) => text.startsWith('supply'));
    expect(supplies).toHaveLength(4);
    for (const [name, percent] of [
      ['Black', 61],
      ['Cyan', 47],
      ['Magenta', 72],
      ['Yellow', 55],
    ] as const)
      expect(supplies.find((text) => text.includes(name))).toContain(`"ratio":${percent / 100}`);
    expect(without.filter((text) => text.startsWith('supply'))).toEqual([]);
  });

  test('no other recording is asked for a context, but for HP cards that left something out', () => {
    const asked = corpus.filter(({ text }) =>
      identified(text).effects.some(
        (effect) => effect.do === 'send' && formatHex(effect.bytes).includes(formatHex(encodeText('@Jetdirect'))),
      ),
    );
    expect(asked.length).toBeGreaterThan(0);
    for (const { text, file } of asked) expect(text, file).toContain('HP ETHERNET MULTI-ENVIRONMENT');
  });
});
