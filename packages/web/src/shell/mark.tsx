import { Link } from '@tanstack/react-router';
import classes from './mark.module.css';

/** The sign of the house, and the way home. */
export function Mark() {
  return (
    <Link to="/" className={classes['mark']}>
      <svg aria-hidden="true" width="26" height="26" viewBox="0 0 32 32">
        <rect width="32" height="32" rx="8" fill="#0f5f66" />
        <circle cx="16" cy="16" r="8.5" fill="none" stroke="#e8f6f4" strokeWidth="2.5" />
        <circle cx="16" cy="16" r="2.75" fill="#f2b33d" />
      </svg>
      Quietport
    </Link>
  );
}
