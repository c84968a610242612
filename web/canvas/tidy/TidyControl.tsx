import { Loader } from '@mantine/core';
import { IconSitemap } from '@tabler/icons-react';
import { ControlButton, Panel } from '@xyflow/react';
import { useIsReadOnly } from '../../flow/accessStore.ts';
import { tidyAll, useTidying } from './tidy.ts';
import classes from './Tidy.module.css';

/** Beside the buttons that zoom. */
export function TidyControl() {
  const isTidying = useTidying((state) => state.isTidying);
  const isReadOnly = useIsReadOnly();
  if (isReadOnly) return null;
  return (
    <ControlButton
      aria-label="Tidy the whole drawing"
      title="Tidy the whole drawing (T)"
      aria-busy={isTidying}
      onClick={() => void tidyAll()}
    >
      <IconSitemap className={classes.icon} aria-hidden />
    </ControlButton>
  );
}

/** Says that a layout is being found, when that takes long enough to wonder. */
export function TidyProgress() {
  const isTidying = useTidying((state) => state.isTidying);
  return (
    <Panel position="top-center" className={classes.place ?? ''}>
      <div role="status">
        {isTidying && (
          <span className={classes.progress}>
            <Loader size={14} />
            Tidying…
          </span>
        )}
      </div>
    </Panel>
  );
}
