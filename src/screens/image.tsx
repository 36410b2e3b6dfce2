import { Lines } from '../components/lines.tsx';
import { imageScreen } from '../core/select/image.ts';
import { useDeck } from '../hooks/context.ts';
import { useMade } from '../hooks/use-select.ts';
import { useSize } from '../hooks/use-size.ts';

export { commands } from './image-commands.ts';

/** Asks which image is to be deployed. */
export function ImageDialog() {
	const { paint } = useDeck();
	const { columns, rows } = useSize();
	return <Lines lines={useMade(imageScreen)} paint={paint} width={columns} height={rows - 3} />;
}
