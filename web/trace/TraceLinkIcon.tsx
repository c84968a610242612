import { IconLink } from '@tabler/icons-react';
import { useAccess } from '../flow/accessStore.ts';
import { CopyIcon } from '../ui/CopyIcon.tsx';
import { traceHash, type TraceLink } from './traceLink.ts';

/** Copies the address that opens this trace, or this message of it, for everybody who may open this session. */
export function TraceLinkIcon({ link }: { link: TraceLink }) {
  const isRecorded = useAccess(({ recording }) => recording);
  if (isRecorded) return null;
  const { origin, pathname } = window.location;
  const what = link.hop === undefined ? 'trace' : 'message';
  return (
    <CopyIcon text={`${origin}${pathname}${traceHash(link)}`} label={`Copy a link to this ${what}`} Icon={IconLink} />
  );
}
