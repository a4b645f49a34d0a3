import { Drawer } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { documentOf } from '../../data/query.ts';
import { Packets } from '../../parts/packets.tsx';
import { Said } from '../../parts/said.tsx';
import { Loaded } from '../../parts/standing.tsx';
import classes from './exposure.module.css';

interface FindingProofProps {
  /** The device and the rule; nothing is open where there is none. */
  readonly device: string;
  readonly rule: string;
  readonly close: () => void;
}

/** The packets behind one finding. */
export function FindingProof({ device, rule, close }: FindingProofProps) {
  const open = device !== '' && rule !== '';
  return (
    <Drawer.Root opened={open} onClose={close} position="right" size="46rem">
      <Drawer.Overlay />
      <Drawer.Content>
        <div className={classes['proofHead']}>
          <Drawer.Title>Why we say this</Drawer.Title>
          <Drawer.CloseButton aria-label="Close the proof" />
        </div>
        <Drawer.Body>{open && <Proofs device={device} rule={rule} />}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Proofs({ device, rule }: { readonly device: string; readonly rule: string }) {
  const params = { id: device, rule };
  const query = useQuery(documentOf('GET /api/v1/devices/{id}/exposure/{rule}', { params }));
  return (
    <Loaded query={query}>
      {({ text, evidence }) => (
        <>
          <p className={classes['proofText']}>
            <Said lines={4}>{text}</Said>
          </p>
          {evidence.length === 0 && <p className={classes['quiet']}>The packets were taken away by retention.</p>}
          <Packets name="Packet" proofs={evidence} />
        </>
      )}
    </Loaded>
  );
}
