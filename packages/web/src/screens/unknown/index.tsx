import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Speaker } from '../../data/documents.ts';
import { fleet } from '../../data/fleet.ts';
import { documentOf } from '../../data/query.ts';
import { HexView } from '../../parts/hex-view.tsx';
import { Card, Page } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { Empty, Loaded } from '../../parts/standing.tsx';
import { Badge, StateBadge } from '../../parts/state-badge.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { countText, modelOf, titleOf } from '../../parts/words.ts';
import classes from './unknown.module.css';

/** Port 3259: devices of the open profile, and whoever else speaks there. */
export function Screen() {
  const known = useQuery(fleet);
  const query = useQuery(documentOf('GET /api/v1/observations', { query: { limit: 50 } }));
  return (
    <Page
      title="3259"
      lead={
        <>
          Registered in 2002 for NCDP2 of Epson, which never published a use of it.{' '}
          <Link to="/ports/$query" params={{ query: '3259' }}>
            The page behind the number
          </Link>
        </>
      }
    >
      <Card title="Devices that speak NCDP/2" hint="The open profile: devices that say themselves what they are." flush>
        <Loaded query={known}>
          {({ devices }) => {
            const speaking = [...devices.values()].filter(({ ports }) =>
              ports.some(({ service, state }) => service === 'ncdp2' && state === 'answered'),
            );
            return speaking.length === 0 ? (
              <Empty icon="devices" title="No device speaks it here.">
                quietport announce makes a server of this machine for devices attached to it.
              </Empty>
            ) : (
              <ul className={classes['devices']}>
                {speaking.map((device) => (
                  <li key={device.id}>
                    <Link to="/devices/$id" params={{ id: device.id }}>
                      <Said>{titleOf(device)}</Said>
                    </Link>
                    <small>
                      <Said>{modelOf(device)}</Said>
                    </small>
                    <StateBadge word={device.state.word} />
                  </li>
                ))}
              </ul>
            );
          }}
        </Loaded>
      </Card>
      <Loaded query={query}>
        {({ speakers }) =>
          speakers.length === 0 ? (
            <Card title="Unknown speakers">
              <Empty icon="unknown" title="Nobody spoke in a language that is not known.">
                quietport observe 3259 listens there without saying a word. What it hears is shown here, with hints at
                what the bytes may be.
              </Empty>
            </Card>
          ) : (
            speakers.map((speaker) => (
              <OneSpeaker key={`${speaker.address} ${speaker.port} ${speaker.transport}`} speaker={speaker} />
            ))
          )
        }
      </Loaded>
    </Page>
  );
}

function OneSpeaker({ speaker }: { readonly speaker: Speaker }) {
  const { address, port, transport, count, lastAt, hints, messages, device } = speaker;
  return (
    <Card
      title={`${address} on ${port}/${transport}`}
      hint={
        <>
          {countText(count, 'message')}, the last <TimeAgo at={lastAt} />.{' '}
          {device && (
            <Link to="/devices/$id" params={{ id: device }}>
              The device at this address
            </Link>
          )}
        </>
      }
    >
      <ul className={classes['hints']}>
        {hints.map(({ kind, text, because, weight }) => (
          <li key={`${kind} ${text}`}>
            <Badge tone={weight === 'seen' ? 'busy' : 'none'}>{weight}</Badge>
            <span>
              <Said lines={3}>{text}</Said>
              <small>
                <Said lines={2}>{because}</Said>
              </small>
            </span>
          </li>
        ))}
      </ul>
      {messages.slice(-3).map(({ number, observation, at, bytes }) => (
        <div key={observation} className={classes['message']}>
          <small>
            Message {number}, <TimeAgo at={at} />
          </small>
          <HexView hex={bytes} name={`Message ${number} of ${address}`} />
        </div>
      ))}
    </Card>
  );
}
