import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { Icon } from '../ui/icons.js';

/** Names the scheme that pressing it brings. */
export function SchemeToggle({ className, wordClassName }: { className?: string; wordClassName?: string }) {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  return (
    <button type="button" className={className} onClick={() => setColorScheme(dark ? 'light' : 'dark')}>
      <Icon name={dark ? 'sun' : 'moon'} />
      <span className={wordClassName}>{dark ? 'Light' : 'Dark'}</span>
    </button>
  );
}
