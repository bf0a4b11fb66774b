export { actionLabel, mistakeMessage, optionLabel } from '../../text/labels.ts';
