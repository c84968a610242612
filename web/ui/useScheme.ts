import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';

type Scheme = 'light' | 'dark';

/** Light or dark, as it is shown right now. */
export const useScheme = (): Scheme => useComputedColorScheme('dark', { getInitialValueInEffect: false });

const ofSystem = (): Scheme => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');

/** The other theme, and how to have it. Who chooses what the system has anyway follows the system from then on. */
export function useOtherScheme(): { other: Scheme; choose: () => void } {
  const { setColorScheme } = useMantineColorScheme();
  const other = useScheme() === 'dark' ? 'light' : 'dark';
  return { other, choose: () => setColorScheme(other === ofSystem() ? 'auto' : other) };
}
