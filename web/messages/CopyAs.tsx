import { Button, Menu } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import type { Json } from '#shared/json.ts';
import { useAccess } from '../flow/accessStore.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import type { HopView } from '../trace/hopView.ts';
import { useNotices } from '../ui/notices.ts';
import { clientCallOf, curlOf, type Doors } from './copyAs.ts';
import { wholePayload } from './wholePayload.ts';

/** Takes a message along, to be sent again from a terminal or from a service of one's own. */
export function CopyAs({ hop }: { hop: HopView }) {
  const copy = async (write: (data: Json | undefined) => string | undefined): Promise<void> => {
    const { say } = useNotices.getState();
    const whole = await wholePayload(hop);
    if (!whole.ok) {
      say('bad', whole.problem.message);
      return;
    }
    const text = write(whole.data);
    if (text === undefined) {
      say('info', 'Its service is not up right now, so that no address leads there. Start it, then try again.');
      return;
    }
    try {
      await navigator.clipboard.writeText(text);
      say('info', 'Copied.');
    } catch {
      say('info', 'The browser does not let this page copy.');
    }
  };
  // What a recording shows is not there any more.
  const canCurl = useAccess(({ recording }) => !recording) && (hop.kind === 'http' || hop.wire !== undefined);
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size="compact-xs" variant="default" leftSection={<IconCopy size={13} />}>
          Copy as
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {canCurl && <Menu.Item onClick={() => void copy((data) => curlOf(hop, data, doorsOf(hop)))}>curl</Menu.Item>}
        {hop.kind !== 'http' && (
          <Menu.Item onClick={() => void copy((data) => clientCallOf(hop, data))}>
            {hop.kind === 'event' ? 'client.emit(…)' : 'client.send(…)'}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function doorsOf(hop: HopView): Doors {
  const { session, status, flow } = useFlowStore.getState();
  const service = hop.deliveries[0]?.service ?? flow.drivers[hop.driver ?? '']?.to ?? '';
  const port = Object.values(status?.services[service]?.listeners ?? {})
    .find(({ transport }) => transport === 'http')
    ?.ports.find((one) => one > 0);
  return { origin: window.location.origin, session: session ?? '', port };
}
