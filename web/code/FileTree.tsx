import { Tree, useTree } from '@mantine/core';
import { IconFile, IconFolder, IconFolderOpen } from '@tabler/icons-react';
import { useMemo } from 'react';
import classes from './Code.module.css';
import { fileTree, foldersOf } from './fileTree.ts';

interface FileTreeProps {
  paths: readonly string[];
  shown: string;
  onChoose: (path: string) => void;
}

const indentPx = 14;

/** Folders and files; the arrow keys walk through them. */
export function FileTree({ paths, shown, onChoose }: FileTreeProps) {
  const data = useMemo(() => fileTree(paths), [paths]);
  const open = Object.fromEntries(['apps', 'libs', ...foldersOf(shown)].map((folder) => [folder, true]));
  const tree = useTree({ initialExpandedState: open });
  return (
    <Tree
      className={classes.tree ?? ''}
      aria-label="Files"
      data={data}
      tree={tree}
      expandOnClick
      onKeyDown={({ key, target }) => {
        const value = target instanceof HTMLElement ? target.dataset['value'] : undefined;
        if (key === 'Enter' && value !== undefined && paths.includes(value)) onChoose(value);
      }}
      renderNode={({ level, node, expanded, hasChildren, elementProps }) => {
        const Shape = hasChildren ? (expanded ? IconFolderOpen : IconFolder) : IconFile;
        return (
          <div
            {...elementProps}
            className={`${elementProps.className} ${classes.node}`}
            style={{ ...elementProps.style, paddingInlineStart: 6 + (level - 1) * indentPx }}
            data-shown={node.value === shown || undefined}
            onClick={(event) => {
              elementProps.onClick(event);
              if (!hasChildren) onChoose(node.value);
            }}
          >
            <Shape size={14} aria-hidden />
            {node.label}
          </div>
        );
      }}
    />
  );
}
