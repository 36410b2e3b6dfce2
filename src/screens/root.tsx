import type { State } from '../core/state.ts';
import { useKeys } from '../hooks/use-keys.ts';
import { useMouse } from '../hooks/use-mouse.ts';
import { useOrder } from '../hooks/use-order.ts';
import { useSelect } from '../hooks/use-select.ts';
import { useResize } from '../hooks/use-size.ts';
import { Frame } from './frame.tsx';
import { dialogs, screens } from './index.ts';

const openOf = ({ ui }: State) => ({ screen: ui.screen, dialog: ui.dialog?.is });

/** All that is drawn: the frame, and in it the open dialog or the screen. */
export function Root() {
	useKeys();
	useMouse();
	useResize();
	useOrder();
	const { screen, dialog } = useSelect(openOf);
	const { View } = dialog === undefined ? screens[screen] : dialogs[dialog];
	return (
		<Frame>
			<View />
		</Frame>
	);
}
