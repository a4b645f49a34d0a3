import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodeTooOld } from '../tools/setup/node-version.mjs';
import { whyInstall } from '../tools/setup/packages.mjs';
import { countTests, secondTries } from '../tools/steps/kinds.mjs';
import { closingLine, judged } from '../tools/steps/outcome.mjs';

describe('the set-up', () => {
  it.each(['20.19.0', '20.20.2', '22.13.0', '22.23.1', '24.0.0', '26.10.0'])('accepts Node %s', (version) => {
    expect(nodeTooOld(version)).toBe('');
  });

  it.each(['10.24.1', '18.20.4', '20.18.3', '21.7.3', '22.12.0', '23.11.0'])(
    'says a sentence on Node %s',
    (version) => {
      expect(nodeTooOld(version)).toContain(`This is Node ${version}.`);
    },
  );

  it('supports the Nodes that package.json names', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
    expect(engines.node).toBe('^20.19.0 || ^22.13.0 || >=24.0.0');
  });

  const wanted = {
    packages: {
      '': {},
      'packages/core': { version: '0.1.0' },
      'node_modules/@quietport/core': { link: true },
      'node_modules/yaml': { version: '2.9.1' },
      'node_modules/for-another-system': { version: '1.0.0', optional: true },
    },
  };

  it('installs when there is nothing, something is missing, or a version differs', () => {
    const core = { 'node_modules/@quietport/core': { link: true } };
    expect(whyInstall(wanted, undefined)).toBe('there is no node_modules yet');
    expect(whyInstall(wanted, { packages: core })).toBe('yaml is not installed');
    expect(whyInstall(wanted, { packages: { ...core, 'node_modules/yaml': { version: '2.9.0' } } })).toBe(
      'yaml has another version',
    );
  });

  it('installs nothing when all is there but what belongs to other systems', () => {
    const installed = {
      packages: { 'node_modules/@quietport/core': { link: true }, 'node_modules/yaml': { version: '2.9.1' } },
    };
    expect(whyInstall(wanted, installed)).toBeUndefined();
  });
});

describe('the closing line', () => {
  it('counts tests, and names skipped ones only when there are any', () => {
    expect(closingLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
    expect(closingLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
  });

  it('names what passed at the second try alone', () => {
    const row = (fullName: string, status: string, ...failureMessages: string[]) => ({
      fullName,
      status,
      failureMessages,
    });
    const rows = [row('calm', 'passed'), row('moody', 'passed', 'expected 1\n at x'), row('broken', 'failed', 'no')];
    expect(secondTries({ testResults: [{ assertionResults: rows }] })).toEqual(['moody: expected 1']);
    expect(secondTries(undefined)).toEqual([]);
  });

  it('counts a skip as a failure in CI', () => {
    expect(judged({ passed: 3, failed: 0, skipped: 2 }, true)).toEqual({ passed: 3, failed: 2, skipped: 0 });
    expect(judged({ passed: 3, failed: 0, skipped: 2 }, false)).toEqual({ passed: 3, failed: 0, skipped: 2 });
  });

  it('counts one failure when a run of tests falls over without naming any', () => {
    expect(countTests(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(countTests({ numPassedTests: 4, numFailedTests: 0, numPendingTests: 0 }, 1)).toEqual({
      passed: 4,
      failed: 1,
      skipped: 0,
    });
  });

  it('takes passed, failed and skipped tests from the report', () => {
    expect(countTests({ numPassedTests: 4, numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 }, 1)).toEqual({
      passed: 4,
      failed: 2,
      skipped: 2,
    });
  });
});
