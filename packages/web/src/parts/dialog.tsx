import { Button, Modal, type ModalProps } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import classes from './dialog.module.css';
import { Trouble } from './standing.tsx';

interface DialogProps {
  readonly title: string;
  readonly size?: NonNullable<ModalProps['size']>;
  readonly close: () => void;
  /** What the button says that does it. */
  readonly act: string;
  readonly ready: boolean;
  /** What is asked of the server when somebody presses it, or Enter. */
  readonly save: Saving;
  readonly children: ReactNode;
}

interface Saving {
  readonly mutate: () => void;
  readonly isPending: boolean;
  readonly error: unknown;
}

/** A form on its own ground over the screen: Escape leaves it, and what the server says against it stands at its end. */
export function Dialog({ title, size = 'md', close, act, ready, save, children }: DialogProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Modal.Root opened onClose={close} size={size}>
      <Modal.Overlay />
      <Modal.Content>
        {/* Mantine's own header would be a second banner of the page */}
        <div className={classes['head']}>
          <Modal.Title className={classes['title'] ?? ''}>{title}</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </div>
        <Modal.Body>
          <form onSubmit={submit} className={classes['form']}>
            {children}
            {save.error != null && <Trouble error={save.error} />}
            <div className={classes['buttons']}>
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button type="submit" loading={save.isPending} disabled={!ready}>
                {act}
              </Button>
            </div>
          </form>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
