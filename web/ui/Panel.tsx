import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import classes from './Panel.module.css';

interface PanelProps {
  /** As a person calls it: `The inspector`. */
  name: string;
  children: ReactNode;
}

/** One part of the screen. When it breaks, it says so and can be shown anew; the other parts go on. */
export class Panel extends Component<PanelProps, { error: Error | undefined }> {
  override state: { error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <div role="alert" className={classes.broken}>
        <p>
          <strong>{this.props.name} has broken.</strong> What you have drawn is safe, and the rest of the page goes on.
        </p>
        <pre className={classes.why}>{error.message}</pre>
        <Button size="xs" onClick={() => this.setState({ error: undefined })}>
          Show it again
        </Button>
      </div>
    );
  }
}
