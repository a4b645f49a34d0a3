import { describe, expect, it } from 'vitest';
import type { LintFinding } from './lint-finding.ts';
import { suppress, suppressionsIn } from './suppress.ts';

const finding = (rule: string, line: number, file = 'a.yml'): LintFinding => ({
  rule,
  level: 'warning',
  file,
  line,
  column: 5,
  port: 80,
  transport: 'tcp',
  text: '80',
  reason: 'Why.',
  suggestion: null,
});

describe('a comment that suppresses', () => {
  it.each([
    ['# quietport-ignore port-popular: it is ours', 2],
    ['  // quietport-ignore port-popular: it is ours', 2],
    ['; quietport-ignore port-popular: it is ours', 2],
    ['/* quietport-ignore port-popular: it is ours */', 2],
    ['  "//": "quietport-ignore port-popular: it is ours",', 2],
    ['- "80:80" # quietport-ignore port-popular: it is ours', 1],
    ['listen 80; # quietport-ignore port-popular: it is ours\r', 1],
  ])('is read from %j, and speaks of line %i', (text, holds) => {
    const { suppressions, remarks } = suppressionsIn('a.yml', text);
    expect(remarks).toEqual([]);
    expect(suppressions).toMatchObject([{ holds, rules: ['port-popular'], reason: 'it is ours' }]);
  });

  it('names several rules', () => {
    const [one] = suppressionsIn('a.yml', '# quietport-ignore port-popular, port-shared: ours').suppressions;
    expect(one?.rules).toEqual(['port-popular', 'port-shared']);
  });

  it.each([
    ['# quietport-ignore port-popular', 'This comment gives no reason behind a colon: it suppresses nothing.'],
    ['# quietport-ignore port-popular: ', 'This comment gives no reason behind a colon: it suppresses nothing.'],
    ['/* quietport-ignore port-popular: */', 'This comment gives no reason behind a colon: it suppresses nothing.'],
    ['# quietport-ignore port-ugly: ours', 'There is no rule "port-ugly": this comment suppresses nothing.'],
    ['# quietport-ignore: ours', 'This comment names no rule: it suppresses nothing.'],
  ])('that is written %j suppresses nothing, and that is said', (text, reason) => {
    const { suppressions, remarks } = suppressionsIn('a.yml', `x\n${text}`);
    expect(suppressions).toEqual([]);
    expect(remarks).toMatchObject([
      { rule: 'suppression-wrong', place: { file: 'a.yml', line: 2, column: 1 + text.indexOf('quiet') }, reason },
    ]);
  });

  it.each(['image: quietport-ignore', 'http://a/quietport-ignore', '# quietport-ignored'])(
    'is not seen in %j',
    (text) => expect(suppressionsIn('a.yml', text)).toEqual({ suppressions: [], remarks: [] }),
  );

  it('takes back the findings of its rules on its line, with the reason, and no others', () => {
    const { suppressions } = suppressionsIn('a.yml', '80 # quietport-ignore port-popular: ours\n80');
    const others = [finding('port-popular', 2), finding('port-shared', 1), finding('port-popular', 1, 'b.yml')];
    const { findings, suppressed } = suppress([finding('port-popular', 1), ...others], suppressions, []);
    expect(suppressed).toEqual([{ ...finding('port-popular', 1), because: 'ours' }]);
    expect(new Set(findings)).toEqual(new Set(others));
  });

  it('that speaks of nothing is itself a finding', () => {
    const { suppressions } = suppressionsIn('a.yml', '# quietport-ignore port-popular: ours\n80');
    expect(suppress([], suppressions, []).findings).toMatchObject([
      {
        rule: 'suppression-unused',
        level: 'note',
        line: 1,
        reason: 'Nothing here is found by port-popular: this comment can go.',
      },
    ]);
  });
});
