import { Lines } from '../components/lines.tsx';
import type { Command } from '../core/command.ts';
import { lockedScreen } from '../core/select/locked-out.ts';
import { useDeck } from '../hooks/context.ts';
import { useMade } from '../hooks/use-select.ts';
import { useSize } from '../hooks/use-size.ts';

/** The keys of the dialog about somebody else's lock. */
export const commands: readonly Command[] = [
	{
		id: 'locked.wait',
		title: 'wait for it',
		help: 'Waits until the lock is free, then makes the plan anew and opens it.',
		keys: ['w'],
		where: ['dialog locked'],
		footer: 1,
		blocked: ({ ui: { dialog } }) =>
			dialog?.is === 'locked' && dialog.waiting !== undefined ? 'it is being waited for' : undefined,
		run: ({ ui: { dialog } }, _feeds, now) =>
			dialog?.is === 'locked' && dialog.waiting === undefined
				? { type: 'lock/awaited', at: now, want: dialog.want, service: dialog.service }
				: [],
	},
	{
		id: 'locked.leave',
		title: 'leave',
		help: 'Back without waiting any longer.',
		keys: ['esc', 'q'],
		where: ['dialog locked'],
		footer: 2,
		run: (_state, _feeds, now) => ({ type: 'dialog/closed', at: now }),
	},
];

/** Says who holds the lock of a service that was to be changed, and offers to wait for it. */
export function LockedDialog() {
	const { paint } = useDeck();
	const { columns, rows } = useSize();
	return <Lines lines={useMade(lockedScreen)} paint={paint} width={columns} height={rows - 3} />;
}
