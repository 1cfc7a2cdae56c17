import sys; sys.argv=["x","30000"]
exec(open("/tmp/searchdev/perf.py").read().split('if __name__')[0])
from search.engines import sqlite as S, embedded as E
orig=E.run
def run(sql):
    t=time.process_time(); r=orig(sql); print(f"   {1000*(time.process_time()-t):.1f} ms", sql.text[:60], len(r)); return r
S.run=run
e=embedded()
for q,f in (("flow",{}),("boundary layer",{"topic":frozenset({"t1","t2"}),"technology":frozenset({"a"})}),(qs[5],{}),("",{})):
    print(q); t=time.process_time(); a=e.search(Request(frozenset({"public"}),parse(q),filters=f)); print(" total",a.total,round((time.process_time()-t)*1000))
