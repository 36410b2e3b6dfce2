import { keySaid } from '../../key-said.ts';
import type { Line } from '../../line.ts';
import type { Selector } from '../../state.ts';
import { headed, lineOf, piece, type TextLine } from '../text/line.ts';
import { keptLines, shownLine } from '../text/shown.ts';

/** Makes the screen for where there is nothing to watch: what was looked for, and what can be done. */
export function welcomeScreen(): Selector<readonly Line[]> {
	let kept: readonly Line[] = [];
	return (state) => {
		const { ui } = state;
		const demo = keySaid(state, 'welcome.demo', 'enter');
		const quit = keySaid(state, 'everywhere.quit', 'q');
		const most = Math.max(demo.length, quit.length);
		const width = ui.size.columns - 4;
		const lines: readonly TextLine[] = [
			lineOf(''),
			lineOf('watchdeck found nothing to watch.', 'bold'),
			lineOf(''),
			lineOf('It looked for:'),
			...(ui.looked ?? []).flatMap((place) => headed('  - ', place, { width })),
			lineOf(''),
			[piece(demo.padEnd(most), 'accent'), piece('  opens the demo fleet: simulated, nothing real is touched')],
			[piece(quit.padEnd(most), 'accent'), piece('  quits')],
			lineOf(''),
			...headed(
				'',
				'To watch something real, start Docker here, set DOCKER_HOST, or name hosts in a config: watchdeck --config FILE.',
				{ width },
			),
		];
		kept = keptLines(
			kept,
			lines.map((line) => shownLine([piece('  '), ...line], ui.size.columns)),
		);
		return kept;
	};
}
