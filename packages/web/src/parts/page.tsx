import { type ReactNode, useEffect, useRef } from 'react';
import classes from './page.module.css';

interface PageProps {
  /** What the tab is called; the heading, too, unless there is another one. */
  readonly title: string;
  readonly heading?: ReactNode;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A screen: heading, what can be done, and what there is to see. Who comes here by a link finds the focus on the heading. */
export function Page({ title, heading, lead, actions, children }: PageProps) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title.slice(0, 80)} · Quietport`;
  }, [title]);
  useEffect(() => {
    if (hasArrived) head.current?.focus({ preventScroll: true });
    hasArrived = true;
  }, []);
  return (
    <div className={classes['page']}>
      <header className={classes['head']}>
        <div className={classes['words']}>
          <h1 ref={head} tabIndex={-1} className={classes['title']}>
            {heading ?? title}
          </h1>
          {lead && <div className={classes['lead']}>{lead}</div>}
        </div>
        {actions && <div className={classes['actions']}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

// on the first screen of all, the focus stays where the browser puts it
let hasArrived = false;

interface CardProps {
  readonly title?: string;
  readonly hint?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** Content reaches the edges: a table. */
  readonly flush?: boolean;
}

/** A part of a screen on its own ground. */
export function Card({ title, hint, actions, children, flush = false }: CardProps) {
  return (
    <section className={classes['card']} data-flush={flush || undefined} aria-label={title}>
      {(title || actions) && (
        <div className={classes['cardHead']}>
          <div className={classes['words']}>
            {title && <h2 className={classes['cardTitle']}>{title}</h2>}
            {hint && <div className={classes['hint']}>{hint}</div>}
          </div>
          {actions}
        </div>
      )}
      {children}
    </section>
  );
}
