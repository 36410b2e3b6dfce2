import { clean, shown } from '../../clean.ts';
import type { Line, Segment } from '../../line.ts';
import type { Shown } from '../../shown.ts';
import { cells, type Placed, tableLine } from '../../table.ts';
import type { FleetView } from '../visible.ts';
import { groupName } from './names.ts';

/** How many rows are out of sight, behind the title where there is room: `HEALTH ^3 v12`. */
function withHidden(title: Shown, { above, below }: FleetView, width: number): Segment {
	const parts = [...(above > 0 ? [`^${above}`] : []), ...(below > 0 ? [`v${below}`] : [])].join(' ');
	if (parts === '') return { text: title, tone: 'dim' };
	const hidden = clean(parts);
	const both = shown`${title} ${hidden}`;
	return { text: cells(both) <= width ? both : hidden, tone: 'accent' };
}

/** The titles over Fleet's rows. Where a group's own row is out of sight above, its name stands over its rows. */
export function fleetTitles(columns: readonly Placed[], view: FleetView): Line {
	const [first] = view.rows;
	const line = tableLine(columns, (key) => {
		const place = columns.find(({ column }) => column.key === key);
		const title = place?.column.title ?? clean('');
		if (key === 'name' && first !== undefined && first.kind !== 'group')
			return { text: groupName(first.environment), tone: 'bold' };
		return key === 'health' ? withHidden(title, view, place?.width ?? 0) : { text: title, tone: 'dim' };
	});
	return [{ text: clean(' ') }, ...line];
}
