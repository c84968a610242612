import { IconStack2 } from '@tabler/icons-react';
import { memo, useDeferredValue, useMemo } from 'react';
import { useFlowStore } from '../flow/flowStore.ts';
import { useSelectionStore, type Selectable } from '../flow/selectionStore.ts';
import { BrokerPanel } from './BrokerPanel.tsx';
import { DriverPanel } from './DriverPanel.tsx';
import { ExternalPanel } from './ExternalPanel.tsx';
import { FlowSummary } from './FlowSummary.tsx';
import { GroupPanel } from './GroupPanel.tsx';
import { HandlerPanel } from './handler/HandlerPanel.tsx';
import classes from './Inspector.module.css';
import { InspectorHead } from './InspectorHead.tsx';
import { NotePanel } from './NotePanel.tsx';
import { RegistryPanel } from './registry/RegistryPanel.tsx';
import { ServicePanel } from './service/ServicePanel.tsx';
import { exists } from './exists.ts';
import { WirePanel } from './wire/WirePanel.tsx';

/** What is selected: to see, to change, to break. */
export function Inspector() {
  // A box that is taken hold of moves at once; its panel is drawn in the pauses.
  const selection = useDeferredValue(useSelectionStore((state) => state.selection));
  const present = usePresent(selection);
  const [only, ...others] = present;
  return (
    <section className={classes.panel} aria-label="Inspector">
      {only === undefined && <FlowSummary />}
      {only !== undefined && others.length > 0 && <ManySelected items={present} />}
      {only !== undefined && others.length === 0 && (
        // The key makes fields anew: what is typed for one thing must never end up in another.
        <Panel key={`${only.kind} ${only.service ?? ''} ${only.id}`} item={only} />
      )}
    </section>
  );
}

/** Those of them that are still drawn: the same list while the drawing changes elsewhere. */
function usePresent(selection: readonly Selectable[]): readonly Selectable[] {
  const gone = useFlowStore(({ flow }) =>
    selection.flatMap((item, index) => (exists(flow, item) ? [] : [index])).join(),
  );
  return useMemo(() => {
    const left = new Set(gone.split(','));
    return selection.filter((_, index) => !left.has(String(index)));
  }, [selection, gone]);
}

/** What has changed in the drawing each panel finds out for itself. */
const Panel = memo(function Panel({ item }: { item: Selectable }) {
  switch (item.kind) {
    case 'service':
      return <ServicePanel id={item.id} />;
    case 'handler':
      return <HandlerPanel service={item.service ?? ''} id={item.id} />;
    case 'wire':
      return <WirePanel id={item.id} />;
    case 'broker':
      return <BrokerPanel id={item.id} />;
    case 'driver':
      return <DriverPanel id={item.id} />;
    case 'external':
      return <ExternalPanel id={item.id} />;
    case 'note':
      return <NotePanel id={item.id} />;
    case 'registry':
      return <RegistryPanel id={item.id} />;
    case 'group':
      return <GroupPanel id={item.id} />;
  }
});

function ManySelected({ items }: { items: readonly Selectable[] }) {
  return (
    <>
      <InspectorHead
        icon={IconStack2}
        color="blue"
        title={`${items.length} things selected`}
        subtitle="Drag, copy or delete them together; select one to change it."
      />
    </>
  );
}
