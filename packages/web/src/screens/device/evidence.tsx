import { Drawer } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Proof } from '../../data/documents.ts';
import { documentOf } from '../../data/query.ts';
import { HexView } from '../../parts/hex-view.tsx';
import { Said } from '../../parts/said.tsx';
import { Loaded } from '../../parts/standing.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { countText } from '../../parts/words.ts';
import classes from './evidence.module.css';

interface EvidenceProps {
  readonly id: string;
  /** The fact or reading that is asked for; nothing is open where there is none. */
  readonly fact: string;
  readonly close: () => void;
}

/** The packets behind one fact, with the bytes that said it lit up. */
export function Evidence({ id, fact, close }: EvidenceProps) {
  return (
    <Drawer.Root opened={fact !== ''} onClose={close} position="right" size="46rem">
      <Drawer.Overlay />
      <Drawer.Content>
        <div className={classes['head']}>
          <Drawer.Title>Why we say this</Drawer.Title>
          <Drawer.CloseButton aria-label="Close the proof" />
        </div>
        <Drawer.Body>{fact !== '' && <Proofs id={id} fact={fact} />}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Proofs({ id, fact }: { readonly id: string; readonly fact: string }) {
  const query = useQuery(documentOf('GET /api/v1/devices/{id}/why', { params: { id }, query: { fact } }));
  return (
    <Loaded query={query}>
      {({ facts }) =>
        facts.map((row) => (
          <section key={row.fact} className={classes['fact']}>
            <p className={classes['name']}>{row.fact}</p>
            <p className={classes['value']}>
              <Said lines={4}>{row.value}</Said>
            </p>
            <p className={classes['rule']}>
              {row.grade}, by the rule “{row.rule}”, from {countText(row.evidence.length, 'packet')}
            </p>
            <Packets name="Packet" proofs={row.evidence} />
            {row.against.map(({ value, evidence }) => (
              <div key={value} className={classes['against']}>
                <h3>
                  Somebody says otherwise: <Said>{value}</Said>
                </h3>
                <Packets name={`Against, ${value.slice(0, 40)}`} proofs={evidence} />
              </div>
            ))}
          </section>
        ))
      }
    </Loaded>
  );
}

function Packets({ name, proofs }: { readonly name: string; readonly proofs: readonly Proof[] }) {
  // one packet may say a thing in several fields
  return proofs.map((proof, index) => (
    <Packet key={`${proof.observation} ${proof.fields[0]?.path}`} name={`${name} ${index + 1}`} proof={proof} />
  ));
}

function Packet({ name, proof }: { readonly name: string; readonly proof: Proof }) {
  const [field] = proof.fields;
  return (
    <article className={classes['packet']}>
      <div className={classes['origin']}>
        <strong>{proof.protocol}</strong>
        <span>
          from <Said mono>{proof.from}</Said>, <TimeAgo at={proof.at} />
        </span>
        <small>
          heard on {proof.vantage} · {proof.observation}
        </small>
      </div>
      {field ? (
        <p className={classes['field']}>
          <Said mono>{field.path}</Said>
          <Said lines={2}>{field.text}</Said>
          <small>
            {countText(field.length, 'byte')} at offset {field.offset} ·{' '}
            {CONFIDENCE[field.confidence] ?? field.confidence}
          </small>
        </p>
      ) : (
        <p className={classes['field']}>The packet as a whole says it.</p>
      )}
      <HexView hex={proof.bytes} name={name} lit={field} />
    </article>
  );
}

/** What the meaning of a field rests on. */
const CONFIDENCE: Readonly<Record<string, string>> = {
  spec: 'by the standard',
  multi: 'seen in several devices',
  one: 'seen in one device',
  inferred: 'inferred',
  unknown: 'meaning unknown',
};
