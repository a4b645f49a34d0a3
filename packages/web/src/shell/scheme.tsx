import { UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { Icon } from '../parts/icon.tsx';
import classes from './frame.module.css';

/** Light, dark, or as the system has it; one after the other. */
export function Scheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [icon, word, next] = SCHEMES[colorScheme];
  return (
    <UnstyledButton
      className={classes['round']}
      aria-label={`Colours: ${word}. Change`}
      title={`Colours: ${word}`}
      onClick={() => setColorScheme(next)}
    >
      <Icon name={icon} size={18} />
    </UnstyledButton>
  );
}

const SCHEMES = {
  auto: ['auto', 'as the system', 'light'],
  light: ['sun', 'light', 'dark'],
  dark: ['moon', 'dark', 'auto'],
} as const;
