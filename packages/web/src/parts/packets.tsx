import type { Proof } from '../data/documents.ts';
import { HexView } from './hex-view.tsx';
import classes from './packets.module.css';
import { Said } from './said.tsx';
import { TimeAgo } from './time-ago.tsx';
import { countText } from './words.ts';

/** Packets as they came, each with the bytes lit up that said it. */
export function Packets({ name, proofs }: { readonly name: string; readonly proofs: readonly Proof[] }) {
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
