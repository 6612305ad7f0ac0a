-- Everything that holds no state goes, and is made anew below: policies, triggers, views, functions and grants.
-- What only columns, checks and indexes hold on to (a clock as default) stays, and is replaced in place.
do $clear$
declare
  one record;
begin
  for one in select tablename, policyname from pg_policies where schemaname = 'public' loop
    execute format('drop policy %I on %I', one.policyname, one.tablename);
  end loop;
  for one in select c.relname, t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid
              where c.relnamespace = 'public'::regnamespace and not t.tgisinternal loop
    execute format('drop trigger %I on %I', one.tgname, one.relname);
  end loop;
  -- What an extension brought along (as pg_stat_statements does) is its own.
  for one in select c.relname from pg_class c
              where c.relnamespace = 'public'::regnamespace and c.relkind = 'v'
                and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e') loop
    execute format('drop view if exists %I cascade', one.relname);
  end loop;
  for one in select p.oid::regprocedure as name from pg_proc p
              where p.pronamespace = 'public'::regnamespace
                and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
                and not exists (select from pg_depend d where d.refobjid = p.oid and d.refclassid = 'pg_proc'::regclass
                                   and d.classid in ('pg_attrdef'::regclass, 'pg_constraint'::regclass,
                                                     'pg_class'::regclass)) loop
    execute format('drop function %s', one.name);
  end loop;
  for one in select distinct c.relname, x.grantee::regrole as grantee
               from pg_class c left join pg_attribute a on a.attrelid = c.oid,
                    aclexplode(array_cat(c.relacl, a.attacl)) x
              where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and x.grantee <> c.relowner loop
    execute format('revoke all on %I from %s', one.relname, one.grantee);
  end loop;
end $clear$
