import { type AlertRule, builtInRules, Fault, type Store } from '@quietport/core';

/** A rule with where it is from. */
export interface KnownRule extends AlertRule {
  readonly builtIn: boolean;
  /** A built-in rule that a person has changed. */
  readonly changed: boolean;
}

type Book = Pick<Store, 'records'>;

/** The built-in rules, as they are or as a person changed them, and a person's own. */
export async function rulesOf({ records }: Book): Promise<readonly KnownRule[]> {
  const own = new Map(
    (await records.list(KIND, { most: MOST_RULES })).map(({ id, value }) => [id, value as AlertRule]),
  );
  const known = builtInRules.map((rule) => ({
    ...rule,
    ...own.get(rule.id),
    builtIn: true,
    changed: own.has(rule.id),
  }));
  const further = [...own.values()].filter(({ id }) => !builtInRules.some((rule) => rule.id === id));
  further.sort((a, b) => (a.id < b.id ? -1 : 1));
  return [...known, ...further.map((rule) => ({ ...rule, builtIn: false, changed: false }))];
}

/** Makes or changes a rule. Throws `alert/bad-rule` where its numbers contradict each other. */
export async function putRule(rule: AlertRule, at: number, book: Book): Promise<void> {
  const { when } = rule;
  const bad = (detail: string) => new Fault('alert/bad-rule', { rule: rule.id, detail });
  if (when.is === 'supply' && when.clear < when.below) throw bad('clear lies below the level at which it starts');
  if (when.is === 'forecast' && when.clearDays < when.days) throw bad('clearDays is less than days');
  const known = await rulesOf(book);
  if (known.length >= MOST_RULES && !known.some(({ id }) => id === rule.id))
    throw bad(`there are ${MOST_RULES} already`);
  await book.records.put([{ kind: KIND, id: rule.id, at, value: rule }]);
}

/** Removes an own rule, or brings a built-in one back. Throws `alert/no-such-rule`. */
export async function deleteRule(id: string, book: Book): Promise<void> {
  if (!(await rulesOf(book)).some((rule) => rule.id === id)) throw new Fault('alert/no-such-rule', { rule: id });
  await book.records.remove(KIND, [id]);
}

const KIND = 'alert-rule';
const MOST_RULES = 500;
