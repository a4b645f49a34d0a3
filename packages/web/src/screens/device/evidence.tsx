import { Drawer } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { documentOf } from '../../data/query.ts';
import { Packets } from '../../parts/packets.tsx';
import { Said } from '../../parts/said.tsx';
import { Loaded } from '../../parts/standing.tsx';
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
