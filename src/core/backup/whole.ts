import { saidIn } from '../host/said.ts';
import { known } from '../known.ts';

/** What a backup that was read to its end says of itself, as far as its format tells. */
export interface WholeFacts {
	/** Without quotes; with its schema where the format has schemas: `public.orders`. */
	readonly tables: readonly string[];
	/** The version of the server that it was made of. */
	readonly dumped?: string;
	/** The databases that are named in it. */
	readonly of: readonly string[];
	/** What nobody can tell by its format. */
	readonly unproven?: string;
}

/** The facts that `whole_KIND` of the dataset's script printed, a line each (`core/dataset/script/whole.ts`). */
export function parseWhole(text: string): WholeFacts {
	const said = saidIn(text);
	return {
		tables: said.get('table') ?? [],
		of: said.get('of') ?? [],
		...known({ dumped: said.get('dumped')?.[0], unproven: said.get('unproven')?.[0] }),
	};
}
