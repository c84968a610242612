import { Button, CopyButton, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Share.module.css';

interface LinkLineProps {
  label: string;
  link: string;
  /** What else can be done with it. */
  children?: ReactNode;
}

/** A link to read and to copy. */
export function LinkLine({ label, link, children }: LinkLineProps) {
  return (
    <div className={classes.line}>
      <TextInput
        size="xs"
        aria-label={label}
        value={link}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      <CopyButton value={link}>
        {({ copied, copy }) => (
          <Button size="xs" variant={copied ? 'light' : 'filled'} aria-label={`Copy the ${label}`} onClick={copy}>
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
      {children}
    </div>
  );
}
