import { Button } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useId, useMemo, useState } from 'react';
import type { Service } from '#shared/flow/flow.ts';
import { grpcContract, grpcProto } from '#shared/transports/grpcContract.ts';
import { CopyIcon } from '../../ui/CopyIcon.tsx';
import classes from './ProtoFile.module.css';

/** The .proto of a service that is called by gRPC, made from its message handlers: for grpcurl and clients of other kinds. */
export function ProtoFile({ service: { name, handlers } }: { service: Service }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const contract = useMemo(() => grpcContract({ name, handlers }), [name, handlers]);
  const text = grpcProto(contract);
  const count = contract.methods.length;
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <div className={classes.proto}>
      <div className={classes.head}>
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<Chevron size={13} />}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          {contract.package}.proto · {count === 1 ? '1 method' : `${count} methods`}
        </Button>
        <CopyIcon text={text} label="Copy the .proto" />
      </div>
      {isOpen && (
        <pre id={id} className={classes.text} tabIndex={0} role="region" aria-label="The .proto of this service">
          {text}
        </pre>
      )}
    </div>
  );
}
