import { Anchor, ThemeIcon } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useSelectionStore } from '../flow/selectionStore.ts';
import classes from './Inspector.module.css';

interface InspectorHeadProps {
  icon: Icon;
  /** A colour of the Mantine theme. */
  color: string;
  title: string;
  subtitle: ReactNode;
  /** The service that this handler belongs to, to go back to; it ends the subtitle. */
  parent?: { kind: 'service'; id: string; name: string };
  /** At its end. */
  action?: ReactNode;
}

export function InspectorHead({ icon: HeadIcon, color, title, subtitle, parent, action }: InspectorHeadProps) {
  const select = useSelectionStore((state) => state.select);
  return (
    <header className={classes.head}>
      <ThemeIcon variant="light" color={color} size={34} radius="md">
        <HeadIcon size={19} />
      </ThemeIcon>
      <div className={classes.headText}>
        <h2 className={classes.title} title={title}>
          {title}
        </h2>
        <div className={classes.subtitle}>
          {subtitle}
          {parent !== undefined && (
            <Anchor component="button" inherit onClick={() => select({ kind: parent.kind, id: parent.id })}>
              {parent.name}
            </Anchor>
          )}
        </div>
      </div>
      {action}
    </header>
  );
}
