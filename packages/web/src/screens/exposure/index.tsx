import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type Answer, ask } from '../../data/ask.ts';
import { useAddress } from '../../parts/address.ts';
import { Card, Page } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { Empty, Loaded } from '../../parts/standing.tsx';
import { Badge, type Tone } from '../../parts/state-badge.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { countText } from '../../parts/words.ts';
import classes from './exposure.module.css';
import { FindingProof } from './proof.tsx';

type Exposure = Answer<'GET /api/v1/exposure'>['devices'][number];
type Finding = Exposure['findings'][number];

/** What each device tells anybody and leaves open, the most open first. */
export function Screen() {
  const query = useQuery({
    queryKey: ['GET /api/v1/exposure'],
    queryFn: ({ signal }) => readAll(signal),
    staleTime: 0,
  });
  const { asked, change } = useAddress();
  const prove = (device: string, rule: string) => change({ device, rule });
  return (
    <Page
      title="Exposure"
      lead="What devices tell anybody who asks, and what they leave open, by the packets that show it. Nothing is tried and nothing is guessed."
    >
      <Loaded query={query}>
        {(devices) => (
          <Card flush>
            {devices.length === 0 ? (
              <Empty icon="exposure" title="No device is known yet.">
                After a look, each device stands here with a score: 100 less the points of what it leaves open, with the
                reason for each.
              </Empty>
            ) : (
              <ul className={classes['devices']}>
                {devices.map((device) => (
                  <OneDevice key={device.device} exposure={device} prove={prove} />
                ))}
              </ul>
            )}
          </Card>
        )}
      </Loaded>
      <FindingProof device={asked['device'] ?? ''} rule={asked['rule'] ?? ''} close={() => prove('', '')} />
    </Page>
  );
}

/** All pages: who is the most open is not known before the last. */
async function readAll(signal: AbortSignal): Promise<readonly Exposure[]> {
  const found: Exposure[] = [];
  let cursor: string | null = null;
  do {
    const query: { limit: number; cursor?: string } = cursor === null ? { limit: 500 } : { limit: 500, cursor };
    const page: Answer<'GET /api/v1/exposure'> = await ask('GET /api/v1/exposure', { query }, signal);
    found.push(...page.devices);
    cursor = page.next;
  } while (cursor !== null);
  return found.sort((a, b) => a.score - b.score);
}

interface OneDeviceProps {
  readonly exposure: Exposure;
  readonly prove: (device: string, rule: string) => void;
}

function OneDevice({ exposure, prove }: OneDeviceProps) {
  const { device, name, model, score, findings, notSeen, before } = exposure;
  return (
    <li>
      <p className={classes['score']}>
        {score} <small>of 100</small>
      </p>
      <div className={classes['words']}>
        <p className={classes['title']}>
          <Link to="/devices/$id" params={{ id: device }}>
            <Said>{name ?? model ?? device}</Said>
          </Link>
          {model !== null && name !== null && (
            <span className={classes['quiet']}>
              <Said>{model}</Said>
            </span>
          )}
        </p>
        <ul className={classes['findings']}>
          {findings.map((finding) => (
            <OneFinding
              key={finding.rule}
              finding={finding}
              fresh={before?.opened.includes(finding.rule) ?? false}
              prove={() => prove(device, finding.rule)}
            />
          ))}
        </ul>
        {before && before.mended.length > 0 && (
          <p className={classes['mended']}>
            Mended since <TimeAgo at={before.at} />, when it was {before.score}: {before.mendedTitles.join(', ')}
          </p>
        )}
        {notSeen.length > 0 && (
          <details>
            <summary>{countText(notSeen.length, 'thing')} not seen, so nothing is said of them</summary>
            <ul>
              {notSeen.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </li>
  );
}

interface OneFindingProps {
  readonly finding: Finding;
  readonly fresh: boolean;
  readonly prove: () => void;
}

function OneFinding({ finding, fresh, prove }: OneFindingProps) {
  const { level, points, title, text, help, evidence } = finding;
  return (
    <li>
      <details>
        <summary>
          <span className={classes['title']}>
            <Badge tone={TONES[level]}>{points === 0 ? level : `−${points}`}</Badge>
            {title}
            {fresh && <Badge tone="busy">new</Badge>}
          </span>
        </summary>
        <p>
          <Said lines={3}>{text}</Said>
        </p>
        <p>{help}</p>
        {evidence.length > 0 && (
          <Button size="xs" variant="default" onClick={prove}>
            Show {countText(evidence.length, 'packet')}
          </Button>
        )}
      </details>
    </li>
  );
}

const TONES: Readonly<Record<Finding['level'], Tone>> = { error: 'bad', warning: 'warn', note: 'none' };
