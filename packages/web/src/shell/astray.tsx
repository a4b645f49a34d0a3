import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useOldPage } from '../data/use.ts';
import { Page } from '../parts/page.tsx';
import { Empty, Trouble } from '../parts/standing.tsx';

/** An address of which we know nothing. */
export function NotFound() {
  return (
    <Page title="Nothing is here">
      <Empty icon="unknown" title="No screen has this address." action={<Link to="/">Go to the overview</Link>}>
        A device that was merged into another one keeps its old address; this is something else.
      </Empty>
    </Page>
  );
}

/** A screen that could not be drawn. After an upgrade its file may be gone: then the new page has it. */
export function Broken({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  const old = useOldPage();
  return (
    <Page title="This screen could not be shown">
      <Trouble error={error} again={reset} />
      <div>
        <Button onClick={() => location.reload()}>{old ? 'Load the new console' : 'Load the page again'}</Button>
      </div>
    </Page>
  );
}
