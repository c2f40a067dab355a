import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

// The series' own teal and sand are for marks: as small text on a light ground they need more ink.
const highlight = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--color-acx)' },
  { tag: tags.string, color: 'light-dark(oklch(0.44 0.08 200), var(--color-c2))' },
  { tag: [tags.number, tags.bool, tags.null], color: 'light-dark(oklch(0.46 0.1 60), var(--color-c3))' },
  { tag: tags.punctuation, color: 'var(--color-tx2)' },
]);

const frame = EditorView.theme({
  '&': { fontSize: '12px', color: 'var(--color-tx1)', backgroundColor: 'transparent', maxHeight: '60vh' },
  '&.cm-focused': { outline: '2px solid var(--color-ac)', outlineOffset: '-2px' },
  '.cm-scroller': {
    fontFamily: 'var(--font-jetbrains), monospace',
    lineHeight: '20px',
    overflow: 'auto',
    minHeight: '160px',
  },
  '.cm-content': { padding: '6px 0', caretColor: 'var(--color-ac)' },
  '.cm-cursor': { borderLeftColor: 'var(--color-ac)' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--color-tx3t)', border: 'none' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--color-tx0)' },
  '.cm-here': {
    backgroundColor: 'color-mix(in oklch, var(--color-acs) 60%, transparent)',
    boxShadow: 'inset 2px 0 var(--color-ac)',
  },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'var(--color-acs)',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--color-bg3)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--color-bg1)',
    color: 'var(--color-tx1)',
    border: '1px solid var(--color-ln)',
    borderRadius: 'var(--radius-control)',
    boxShadow: 'var(--shadow-float)',
    fontFamily: 'var(--font-sans)',
    zIndex: '50',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-mono)', fontSize: '12px', maxHeight: '240px' },
  '.cm-tooltip-autocomplete ul li': { padding: '3px 8px', lineHeight: '17px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--color-acs)', color: 'var(--color-tx0)' },
  '.cm-completionIcon': { display: 'none' },
  '.cm-completionDetail': { color: 'var(--color-tx3t)', fontStyle: 'normal', marginLeft: '12px' },
  '.cm-completionInfo': { maxWidth: '340px', padding: '0' },
  '.cm-doc': { padding: '8px 10px', maxWidth: '360px', fontSize: '12px', lineHeight: '17px' },
  '.cm-doc p': { margin: '0 0 4px' },
  '.cm-doc-head': { fontFamily: 'var(--font-mono)', color: 'var(--color-tx0)' },
  '.cm-diagnostic': { padding: '6px 10px', fontSize: '12px', lineHeight: '17px', borderLeft: 'none' },
  '.cm-diagnostic-error': { color: 'var(--color-badt)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--color-failed)',
    textUnderlineOffset: '3px',
  },
  '.cm-lint-marker': {
    width: '8px',
    height: '8px',
    content: '""',
    borderRadius: '4px',
    backgroundColor: 'var(--color-failed)',
    margin: '6px 2px',
  },
  '.cm-gutter-lint': { width: '12px' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0' },
});

/** The editor in the portal's own tokens, dark and light alike. */
export const EDITOR_THEME = [frame, syntaxHighlighting(highlight)];
