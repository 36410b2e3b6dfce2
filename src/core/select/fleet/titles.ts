import { clean } from '../../clean.ts';
import type { Line } from '../../line.ts';
import { type Placed, tableLine } from '../../table.ts';
import type { FleetView } from '../visible.ts';
import { groupName } from './names.ts';

/** The titles over Fleet's rows. Where a group's own row is out of sight above, its name stands over its rows. */
export function fleetTitles(columns: readonly Placed[], view: Pick<FleetView, 'rows'>): Line {
	const [first] = view.rows;
	const line = tableLine(columns, (key) => {
		const place = columns.find(({ column }) => column.key === key);
		const title = place?.column.title ?? clean('');
		if (key === 'name' && first !== undefined && first.kind !== 'group')
			return { text: groupName(first.environment), tone: 'bold' };
		return { text: title, tone: 'dim' };
	});
	return [{ text: clean(' ') }, ...line];
}
