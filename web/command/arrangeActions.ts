import {
  IconBoxMultiple,
  IconBoxOff,
  IconLayoutAlignBottom,
  IconLayoutAlignCenter,
  IconLayoutAlignLeft,
  IconLayoutAlignMiddle,
  IconLayoutAlignRight,
  IconLayoutAlignTop,
  IconLayoutDistributeHorizontal,
  IconLayoutDistributeVertical,
  IconSitemap,
  IconWand,
  type Icon,
} from '@tabler/icons-react';
import { alignSelection, distributeSelection, unitsSelected } from '../canvas/align/alignActions.ts';
import type { Alignment, Direction } from '../canvas/align/align.ts';
import { groupSelection, ungroupSelection } from '../canvas/groups/groupActions.ts';
import { boxesToTidy, tidyAll, tidySelection } from '../canvas/tidy/tidy.ts';
import { isReadOnly } from '../flow/accessStore.ts';
import { boxesOf } from '../flow/placed.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useSelectionStore } from '../flow/selectionStore.ts';
import type { Action } from './action.ts';

const mayEdit = (): boolean => !isReadOnly();
const isSelected = (test: (kind: string) => boolean): boolean =>
  useSelectionStore.getState().selection.some(({ kind }) => test(kind));
const hasBox = (): boolean => isSelected((kind) => kind !== 'wire' && kind !== 'handler');
const hasGroup = (): boolean => isSelected((kind) => kind === 'group');

interface Align {
  how: Alignment;
  label: string;
  icon: Icon;
  keys: string;
}

/** The letters of games, as in other editors: A is left, D right, W up, S down. */
const alignments: readonly Align[] = [
  { how: 'left', label: 'Align left', icon: IconLayoutAlignLeft, keys: 'Alt+A' },
  { how: 'centre', label: 'Align centre', icon: IconLayoutAlignCenter, keys: 'Alt+H' },
  { how: 'right', label: 'Align right', icon: IconLayoutAlignRight, keys: 'Alt+D' },
  { how: 'top', label: 'Align top', icon: IconLayoutAlignTop, keys: 'Alt+W' },
  { how: 'middle', label: 'Align middle', icon: IconLayoutAlignMiddle, keys: 'Alt+V' },
  { how: 'bottom', label: 'Align bottom', icon: IconLayoutAlignBottom, keys: 'Alt+S' },
];

const directions: readonly { direction: Direction; label: string; icon: Icon; keys: string }[] = [
  {
    direction: 'horizontal',
    label: 'Distribute horizontally',
    icon: IconLayoutDistributeVertical,
    keys: 'Alt+Shift+H',
  },
  {
    direction: 'vertical',
    label: 'Distribute vertically',
    icon: IconLayoutDistributeHorizontal,
    keys: 'Alt+Shift+V',
  },
];

export const alignActions: readonly Action[] = [
  ...alignments.map(({ how, label, icon, keys }): Action => ({
    id: `align-${how}`,
    label,
    group: 'Arrange',
    icon,
    keys: [keys],
    isPossible: () => mayEdit() && unitsSelected() > 1,
    run: () => alignSelection(how),
  })),
  ...directions.map(({ direction, label, icon, keys }): Action => ({
    id: `distribute-${direction}`,
    label,
    group: 'Arrange',
    icon,
    keys: [keys],
    isPossible: () => mayEdit() && unitsSelected() > 2,
    run: () => distributeSelection(direction),
  })),
];

export const arrangeActions: readonly Action[] = [
  {
    id: 'tidy',
    label: 'Tidy the whole drawing',
    group: 'Arrange',
    icon: IconSitemap,
    keys: ['T'],
    on: ['canvas'],
    isPossible: () => mayEdit() && Object.keys(boxesOf(useFlowStore.getState().flow)).length > 0,
    run: () => void tidyAll(),
  },
  {
    id: 'tidySelection',
    label: 'Tidy what is selected',
    group: 'Arrange',
    icon: IconWand,
    keys: ['Shift+T'],
    on: ['box'],
    isPossible: () => mayEdit() && boxesToTidy().length > 0,
    run: () => void tidySelection(),
  },
  {
    id: 'group',
    label: 'Group',
    group: 'Arrange',
    icon: IconBoxMultiple,
    keys: ['Ctrl+G'],
    on: ['box'],
    isPossible: () => mayEdit() && hasBox(),
    run: groupSelection,
  },
  {
    id: 'ungroup',
    label: 'Ungroup',
    group: 'Arrange',
    icon: IconBoxOff,
    keys: ['Ctrl+Shift+G'],
    on: ['box'],
    isPossible: () => mayEdit() && hasGroup(),
    run: ungroupSelection,
  },
  ...alignActions,
];
