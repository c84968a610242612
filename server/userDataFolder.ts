import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

interface System {
  platform: NodeJS.Platform;
  home: string;
}

/** Where programs of this system keep what belongs to their user: XDG, Apple's and Microsoft's conventions. */
export function userDataFolder(
  env: NodeJS.ProcessEnv,
  { platform, home }: System = { platform: process.platform, home: homedir() },
): string {
  const { XDG_DATA_HOME: xdg, LOCALAPPDATA: local } = env;
  if (platform === 'darwin') return join(home, 'Library/Application Support/Patchbay');
  if (platform === 'win32') return join(local ?? join(home, 'AppData/Local'), 'Patchbay');
  // XDG says that a relative path is invalid and to be ignored.
  return join(xdg !== undefined && isAbsolute(xdg) ? xdg : join(home, '.local/share'), 'patchbay');
}
