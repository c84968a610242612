import { Button, Loader } from '@mantine/core';
import type { ReactNode } from 'react';
import { Logo } from '../header/Logo.tsx';
import classes from './Opening.module.css';

/** What is seen before a playground is there, and when there is none. */
export function Opening({ problem, children }: { problem: string | undefined; children?: ReactNode }) {
  return (
    <main className={classes.page}>
      <Logo />
      {problem === undefined ? (
        <div className={classes.line} role="status">
          <Loader size="sm" aria-hidden />
          <span>Starting the services…</span>
        </div>
      ) : (
        <>
          <h1 className={classes.title}>This playground is not there</h1>
          <p className={classes.text}>{problem}</p>
          {children}
          <Button component="a" href="/" variant={children === undefined ? 'filled' : 'default'}>
            Open a new playground
          </Button>
        </>
      )}
    </main>
  );
}
