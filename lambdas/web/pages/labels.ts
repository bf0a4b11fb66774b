export {
  actionLabel,
  fieldLabel,
  mistakeMessage,
  optionLabel,
  roleLabel,
  statusLabel,
} from '../../text/labels.ts';
