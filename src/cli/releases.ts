import type { State } from '../core/state.ts';
import { type CliCommand, type Everywhere, readCodes } from './command.ts';
import { type ReadOut, readOnce } from './reading.ts';

/** What there is to say where no release is known. */
const nothing = (state: State, wanted: string | undefined): ReadOut => {
	const unread = state.fleet.hosts.filter(({ name }) => state.engines[name]?.value === undefined);
	const what = wanted === undefined ? 'No release is known.' : `No release of ${wanted} is known.`;
	const why = unread.map(({ name }) => ` The engine of ${name} could not be read.`).join('');
	return { json: { releases: [] }, text: `${what}${why}`, code: readCodes.unknown };
};

/** `watchdeck releases`: what ran when, and whether one can go back to it now. */
export const releases: CliCommand = (program, exit) => {
	program
		.command('releases')
		.description(
			'print what ran when, how well, who put it live, and whether one can go back to it now; exit 0, or 3 where nothing is known',
		)
		.argument('[service]', 'only those of this service; `*` stands for anything')
		.option('--json', 'print JSON')
		.action(async (wanted: string | undefined, own: { readonly json?: true }) => {
			const { releaseListOf, releaseListText } = await import('../app/release-list.ts');
			exit(
				await readOnce(
					{ ...program.opts<Everywhere>(), ...own },
					(state, now, feeds) => {
						const list = releaseListOf(state, wanted, { now, feeds });
						if (list.length === 0) return nothing(state, wanted);
						return { json: { releases: list }, text: releaseListText(list), code: readCodes.ok };
					},
					{ journal: true },
				),
			);
		});
};
