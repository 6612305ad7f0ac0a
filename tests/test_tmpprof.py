import time, collections
from tests.api import caller as C
stat=collections.Counter(); n=collections.Counter()
orig=C.Caller.call
def call(self, who, method, path, body=None, **h):
    t=time.process_time(); t0=time.time(); r=orig(self,who,method,path,body,**h)
    k=("page " if not path.startswith("/api") else "api ")+method+" "+str(r.status_code); n[k]+=1; stat[k]+=time.time()-t0; return r
C.Caller.call=call
from tests.test_chain import *
def test_z():
    for k in n: print(k,n[k],round(stat[k],1))
