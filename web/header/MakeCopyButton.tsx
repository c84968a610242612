import { Button } from '@mantine/core';
import { IconCopyPlus } from '@tabler/icons-react';
import { makeCopy } from '../flows/keepActions.ts';
import classes from './Header.module.css';

/** For whoever only looks on: the way to a playground of their own, where others have Undo. */
export function MakeCopyButton() {
  return (
    <Button
      size="compact-sm"
      variant="light"
      leftSection={<IconCopyPlus size={14} aria-hidden />}
      title="This link shows everything live and changes nothing. A copy is yours to change and to break."
      onClick={() => void makeCopy()}
    >
      <span className={classes.wide}>Make my own copy</span>
    </Button>
  );
}
