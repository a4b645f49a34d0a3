import type { Vantage } from '../../data/documents.ts';
import type { IconName } from '../../parts/icon.tsx';
import { Card } from '../../parts/page.tsx';
import { Empty } from '../../parts/standing.tsx';
import { Badge, type Tone } from '../../parts/state-badge.tsx';
import classes from './discovery.module.css';

type Sight = Vantage['sights'][number];
type Sees = Sight['protocols'][number]['sees'];

/** Place by place: which protocols reach everybody there, which only hear, and what cannot be seen and why. */
export function Sights({ vantage, virtual }: { readonly vantage: Vantage; readonly virtual: boolean }) {
  const hindrances = vantage.checks.filter(({ state }) => state !== 'ok');
  return (
    <>
      <Card
        title="What can be seen from here"
        hint={
          virtual
            ? 'As it would be with consent. Nothing was sent to find this out.'
            : 'Nothing was sent to find this out.'
        }
        flush
      >
        {vantage.sights.length === 0 ? (
          <Empty icon="discovery" title="Nothing: no interface may be looked at.">
            Each segment of this machine stands here, with what every protocol sees there.
          </Empty>
        ) : (
          <ul className={classes['sights']}>
            {vantage.sights.map((sight) => (
              <OneSight key={`${sight.interface} ${sight.prefix} ${sight.place}`} sight={sight} />
            ))}
          </ul>
        )}
      </Card>
      {hindrances.length > 0 && (
        <Card title="What stands in the way" hint="In the order in which one would mend it." flush>
          <ul className={classes['checks']}>
            {hindrances.map(({ check, state, text, action }) => (
              <li key={`${check} ${text}`}>
                <Badge tone={TONES[state][0]} icon={TONES[state][1]}>
                  {check}
                </Badge>
                <div>
                  <p>{text}</p>
                  <p className={classes['quiet']}>{action}</p>
                </div>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}

function OneSight({ sight }: { readonly sight: Sight }) {
  const groups = SEES.flatMap(([sees, title, tone, icon]) => {
    const protocols = sight.protocols.filter((one) => one.sees === sees);
    return protocols.length === 0 ? [] : [{ sees, title, tone, icon, protocols }];
  });
  return (
    <li>
      <div className={classes['place']}>
        <strong>{sight.interface}</strong>
        <code>{sight.prefix}</code>
        <span className={classes['quiet']}>{PLACES[sight.place]}</span>
      </div>
      <p>{sight.text}</p>
      <p className={classes['quiet']}>{sight.action}</p>
      <dl className={classes['sees']}>
        {groups.map(({ sees, title, tone, icon, protocols }) => (
          <div key={sees}>
            <dt>
              <Badge tone={tone} icon={icon}>
                {title}
              </Badge>
            </dt>
            <dd>
              {protocols.map(({ protocol, by }) => (
                <span key={protocol} title={by}>
                  {protocol}
                </span>
              ))}
              <Why protocols={protocols} shown={sees === 'by-address' || sees === 'nothing'} />
            </dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

/** The same reason is said once. */
function Why({ protocols, shown }: { readonly protocols: Sight['protocols']; readonly shown: boolean }) {
  const reasons = [...new Set(protocols.map(({ by }) => by).filter((by) => by !== ''))];
  if (!shown || reasons.length === 0) return null;
  return <small>because {reasons.join('; ')}</small>;
}

const SEES: readonly (readonly [Sees, string, Tone, IconName])[] = [
  ['asked', 'one question reaches all', 'good', 'check'],
  ['heard', 'heard when they announce', 'busy', 'play'],
  ['by-address', 'address by address', 'none', 'ports'],
  ['nothing', 'not from here', 'warn', 'gap'],
];
const PLACES = {
  segment: 'a segment of this machine',
  loopback: 'this machine itself',
  tunnel: 'a tunnel',
  routed: 'behind a router',
} as const;
const TONES: Readonly<Record<Vantage['checks'][number]['state'], readonly [Tone, IconName]>> = {
  ok: ['good', 'check'],
  warning: ['warn', 'warn'],
  problem: ['bad', 'stop'],
  unknown: ['none', 'unknown'],
};
